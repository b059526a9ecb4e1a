package io.github.imagebind4j.lucene;

import io.github.imagebind4j.error.InputException;
import io.github.imagebind4j.index.Fields;
import io.github.imagebind4j.index.IndexItem;
import io.github.imagebind4j.input.Modality;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.DoublePoint;
import org.apache.lucene.document.Field.Store;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.StoredFields;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.util.BytesRef;

/// An item as Lucene's document, and back.
///
/// | Lucene's field | of the item |
/// |---|---|
/// | `_id` | id: term and stored |
/// | `_modality` | modality: term and stored |
/// | `_fields` | all fields, stored |
/// | `_vector` | unit vector |
/// | `_has` | a term for each field's name |
/// | `_is` | a term `name=true` or `name=false` for each truth |
/// | `t.`name | a term for a text, or each of a list |
/// | `n.`name | a point for a number |
///
/// @param id the item's
/// @param modality the item's
/// @param fields the item's
record ItemDocument(String id, Modality modality, Fields fields) {
  static final String ID = "_id";
  static final String MODALITY = "_modality";
  static final String VECTOR = "_vector";
  static final String HAS = "_has";
  static final String IS = "_is";
  static final String TEXT = "t.";
  static final String NUMBER = "n.";

  private static final String FIELDS = "_fields";
  private static final int MOST_NAMES = 2000; // each is a file's worth of tables in every segment
  private static final Set<String> STORED = Set.of(ID, MODALITY, FIELDS);

  static Term idTerm(String id) {
    return new Term(ID, SortableText.term(id));
  }

  static String is(String field, boolean truth) {
    return field + "=" + truth;
  }

  static Document write(IndexItem item) {
    Document document = new Document();
    document.add(new StringField(ID, SortableText.term(item.id()), Store.YES));
    document.add(new StringField(MODALITY, item.embedding().modality().name(), Store.YES));
    document.add(new StoredField(FIELDS, FieldsCodec.encode(item.fields())));
    document.add(
        new KnnFloatVectorField(
            VECTOR, item.embedding().unit(), VectorSimilarityFunction.DOT_PRODUCT));
    item.fields()
        .asMap()
        .forEach((name, value) -> {
          document.add(new StringField(HAS, name, Store.NO));
          addSearchable(document, name, value);
        });
    return document;
  }

  private static void addSearchable(Document document, String name, Object value) {
    switch (value) {
      case String text -> addText(document, name, text);
      case Boolean truth -> document.add(new StringField(IS, is(name, truth), Store.NO));
      case Number number -> // + 0.0: -0 is 0
          document.add(new DoublePoint(NUMBER + name, number.doubleValue() + 0.0));
      case List<?> texts -> texts.forEach(text -> addText(document, name, (String) text));
      default -> throw new AssertionError(value);
    }
  }

  private static void addText(Document document, String name, String text) {
    document.add(new StringField(TEXT + name, SortableText.term(text), Store.NO));
  }

  static ItemDocument read(StoredFields stored, int doc) throws IOException {
    Document document = stored.document(doc, STORED);
    return new ItemDocument(
        id(document),
        new Modality(Objects.requireNonNull(document.get(MODALITY))),
        FieldsCodec.decode(Objects.requireNonNull(document.getBinaryValue(FIELDS))));
  }

  private static String id(Document document) {
    BytesRef bytes = Objects.requireNonNull(document.getBinaryValue(ID));
    return SortableText.decode(bytes.bytes, bytes.offset, bytes.length);
  }

  /// Each name costs memory in every segment, and hostile manifests could bring any number.
  ///
  /// @param known names that the index has already
  /// @throws InputException if these items would bring it too many
  static void requireFewNames(List<IndexItem> items, Set<String> known) {
    Set<String> names = new HashSet<>(known);
    items.forEach(item -> names(item.fields()).forEach(names::add));
    if (names.size() > MOST_NAMES) {
      throw new InputException(
          "an index has at most "
              + MOST_NAMES
              + " names of fields, this would make "
              + names.size()
              + "; keep what differs from item to item in values, not in names");
    }
  }

  /// What Lucene calls those of an item's fields that it keeps apart by name.
  private static Stream<String> names(Fields fields) {
    return fields.asMap().entrySet().stream()
        .filter(field -> !(field.getValue() instanceof Boolean))
        .map(field -> (field.getValue() instanceof Number ? NUMBER : TEXT) + field.getKey());
  }
}
