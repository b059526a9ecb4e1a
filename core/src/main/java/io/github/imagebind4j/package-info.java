/// The front door: load a model, embed anything.
///
/// ```java
/// try (ImageBind model = ImageBind.load(Path.of("imagebind_huge.pth"))) {
///   Embedding dog = model.embed(Input.text("a dog"));
///   Embedding bark = model.embed(Input.audio(Path.of("bark.wav")));
///   System.out.println(dog.cosine(bark));
/// }
/// ```
@NullMarked
package io.github.imagebind4j;

import org.jspecify.annotations.NullMarked;
