/// The command line of ImageBind4J. [io.github.imagebind4j.app.Main] builds the tree of commands;
/// each command is one class.
@NullMarked
package io.github.imagebind4j.app;

import org.jspecify.annotations.NullMarked;
