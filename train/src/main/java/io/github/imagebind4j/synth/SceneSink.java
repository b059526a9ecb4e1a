package io.github.imagebind4j.synth;

import java.io.IOException;

/// Takes scenes in units that are whole or absent. Units may be made by several threads at a time.
sealed interface SceneSink permits FolderSink, ShardSink {
  /// How many units there are.
  long units();

  /// How many scenes a unit has.
  long scenesOf(long unit);

  /// Makes what is missing of a unit.
  ///
  /// @return how many scenes had to be made
  long make(long unit) throws IOException;

  /// Is called when all units are there.
  void finish() throws IOException;
}
