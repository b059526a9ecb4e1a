/// An index of millions of embeddings in a folder, by [Apache Lucene](https://lucene.apache.org):
/// [io.github.imagebind4j.lucene.LuceneIndex]. Lucene's classes show in no signature.
@NullMarked
package io.github.imagebind4j.lucene;

import org.jspecify.annotations.NullMarked;
