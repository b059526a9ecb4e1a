/// Small programs that use ImageBind4J, each about one idea.
@NullMarked
package io.github.imagebind4j.examples;

import org.jspecify.annotations.NullMarked;
