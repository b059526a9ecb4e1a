/// The one owner of native tensors: loading LibTorch, scopes, device and precision.
@NullMarked
package io.github.imagebind4j.torch;

import org.jspecify.annotations.NullMarked;
