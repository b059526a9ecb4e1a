/// Contrastive training: a recipe names data, towers and stages, and the trainer binds one sense to
/// another by them.
@NullMarked
package io.github.imagebind4j.train;

import org.jspecify.annotations.NullMarked;
