/// The command line of ImageBind4J. [io.github.imagebind4j.app.Main] builds the tree of commands;
/// each command is one class. Where to look:
///
/// | command | its class | and beside it |
/// |---|---|---|
/// | all | `RootCommand`, `Console`, `CliException`, `ExitCode`, `Progress` | `Clock`, `ModelOptions`, `ProfileOption`, `FormatOptions`, `TextTable` |
/// | `embed`, `compare` | `EmbedCommand`, `CompareCommand` | `ItemArguments`, `OrderedOption`, `ItemReader`, `EmbeddingRun`, `…Writer`, `Comparison…` |
/// | `index` | `IndexCommand` | `…Collection` (what is walked), `Indexes` (what an index is made of), `IndexSettings`, `IndexProgress`, `IndexInfo` |
/// | `search` | `SearchCommand` | `Search…`, `SenseNames`, `TerminalPictures`, `ItemSights` (what is shown of an item) |
/// | `dedupe`, `cluster`, `map` | `DedupeCommand`, `ClusterCommand`, `MapCommand` | `IndexSelection`, `IndexedItem`, `ItemMedia`, `DuplicateReport`, `Group…`, `FieldWords`, `TextLabels`, `MapPage` |
/// | `describe` | `DescribeCommand` | `Describer`, `Label…`, `StandOut` (what may be named), `Tag…`, `SpanTrack`, `Captions`, `Live…`, `PumpedStream`, `GrowingFile` |
/// | `soundtrack` | `SoundtrackCommand` | `Scenes`, `SoundCollection`, `SceneSound`, `SoundMix` |
/// | `models` | `Models…Command` | `ModelStore`, `Download`, `KnownModel`, `EmbeddedModel`, `PartFile`, `StallGuard` |
/// | `bench` | `BenchCommand`, `FidelityCommand` | `Bench…`, `Fidelity`, `ResidentMemory`, `Machine` |
/// | `train`, `eval`, `data` | `TrainCommand`, `Eval…Command`, `DataSynthCommand` | `EvalSession`, `EvalTables`; the work is in the module `train` |
/// | `demo`, `doctor` | `DemoCommand`, `DoctorCommand` | `Demo…`; `Check`, `DiskSpace` |
@NullMarked
package io.github.imagebind4j.app;

import org.jspecify.annotations.NullMarked;
