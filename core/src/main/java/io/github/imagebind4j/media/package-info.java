/// Files to plain Java media: pictures, frames, samples, depth maps and motion series. The only
/// package that touches FFmpeg, OpenCV and ImageIO.
@NullMarked
package io.github.imagebind4j.media;

import org.jspecify.annotations.NullMarked;
