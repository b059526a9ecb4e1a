package io.github.imagebind4j.synth;

import java.util.function.DoubleUnaryOperator;

/// A voice by source and filter: pulses, and the resonances that they excite.
///
/// @param pitch in Hz, over the time from 0 to 1
/// @param loudness over the same time
/// @param formants the resonances in Hz, the strongest first
/// @param sharp their quality
/// @param open 0 for a bright, harsh source to 1 for a pure tone
/// @param breath how much noise is in it
/// @param rough how unsteady the pitch is
record Voice(
    DoubleUnaryOperator pitch,
    DoubleUnaryOperator loudness,
    double[] formants,
    double sharp,
    double open,
    double breath,
    double rough) {}
