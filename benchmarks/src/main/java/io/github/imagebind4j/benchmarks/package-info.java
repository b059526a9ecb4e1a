/// JMH benchmarks of what stands before and after the model: decoding, preprocessing, tokenizer,
/// similarity and exact search. Each runs in one thread, so a figure is one core's.
///
/// ```
/// java -jar benchmarks/target/benchmarks.jar              # all, about 20 minutes
/// java -jar benchmarks/target/benchmarks.jar ImageBenchmark.jpeg -p size=3000x2000
/// ```
///
/// All inputs are made on the spot, the same at every run; nothing is downloaded.
@NullMarked
package io.github.imagebind4j.benchmarks;

import org.jspecify.annotations.NullMarked;
