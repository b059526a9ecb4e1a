/// Towers that can be trained: the same layers and checkpoint keys as the model that embeds, with
/// gradients. The only package of this module that touches LibTorch.
@NullMarked
package io.github.imagebind4j.train.nn;

import org.jspecify.annotations.NullMarked;
