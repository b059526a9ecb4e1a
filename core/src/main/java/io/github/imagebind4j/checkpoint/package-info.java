/// Tensors in files: PyTorch `.pth` (zip and legacy) and safetensors, memory-mapped, and nothing
/// from a file is ever run.
@NullMarked
package io.github.imagebind4j.checkpoint;

import org.jspecify.annotations.NullMarked;
