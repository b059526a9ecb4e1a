package io.github.imagebind4j.eval.dataset;

import io.github.imagebind4j.error.InputException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/// The boxes of a picture in Pascal VOC's XML. Entities and document types are not read at all, so
/// no file can name another or grow without end.
///
/// @param width the picture's width in pixels
/// @param height its height
/// @param objects what is in it
record VocAnnotation(int width, int height, List<Thing> objects) {
  private static final long MOST_BYTES = 16 << 20;
  private static final int MOST_OBJECTS = 10_000;
  private static final int MOST_PIXELS = 1 << 16;

  /// An object and its box.
  record Thing(String name, Box box) {}

  /// A box in pixels, the right and bottom edges outside.
  record Box(int left, int top, int right, int bottom) {
    int width() {
      return right - left;
    }

    int height() {
      return bottom - top;
    }

    Box movedTo(int x, int y) {
      return new Box(x, y, x + width(), y + height());
    }

    boolean overlaps(Box other) {
      return left < other.right && other.left < right && top < other.bottom && other.top < bottom;
    }
  }

  /// The boxes of one kind of object.
  List<Box> boxes(String name) {
    return objects.stream().filter(o -> o.name.equals(name)).map(Thing::box).toList();
  }

  static VocAnnotation read(Path file) {
    DatasetFiles.requireSize(file, MOST_BYTES);
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
    factory.setProperty(XMLInputFactory.IS_COALESCING, true);
    try (InputStream in = Files.newInputStream(file)) {
      XMLStreamReader xml = factory.createXMLStreamReader(in);
      try {
        return new Parser(file).parse(xml);
      } finally {
        xml.close();
      }
    } catch (IOException e) {
      throw DatasetFiles.cantRead(file, e);
    } catch (XMLStreamException e) {
      throw new InputException(file + " is no VOC annotation: " + e.getMessage(), e);
    }
  }

  /// Reads element by element; only the few that matter are looked at.
  private static final class Parser {
    private final Path file;
    private final List<Thing> objects = new ArrayList<>();
    private final int[] edges = new int[4];
    private final StringBuilder text = new StringBuilder();
    private String name = "";
    private int width;
    private int height;

    Parser(Path file) {
      this.file = file;
    }

    VocAnnotation parse(XMLStreamReader xml) throws XMLStreamException {
      String root = "";
      while (xml.hasNext()) {
        switch (xml.next()) {
          case XMLStreamConstants.START_ELEMENT -> {
            root = root.isEmpty() ? xml.getLocalName() : root;
            text.setLength(0);
          }
          case XMLStreamConstants.CHARACTERS -> text.append(xml.getText());
          case XMLStreamConstants.ENTITY_REFERENCE, XMLStreamConstants.DTD ->
              throw new InputException(file + " has a document type or an entity; remove it");
          case XMLStreamConstants.END_ELEMENT -> end(xml.getLocalName());
          default -> {}
        }
      }
      if (!root.equals("annotation") || width < 1 || height < 1) {
        throw new InputException(file + " is no VOC annotation with the picture's size");
      }
      return new VocAnnotation(
          width, height, objects.stream().map(this::clipped).filter(this::real).toList());
    }

    private void end(String element) {
      String value = text.toString().strip();
      switch (element) {
        case "width" -> width = number(value);
        case "height" -> height = number(value);
        case "name" -> name = value;
        case "xmin" -> edges[0] = number(value);
        case "ymin" -> edges[1] = number(value);
        case "xmax" -> edges[2] = number(value);
        case "ymax" -> edges[3] = number(value);
        case "object" -> {
          if (objects.size() >= MOST_OBJECTS) {
            throw new InputException(file + " has more than " + MOST_OBJECTS + " objects");
          }
          objects.add(new Thing(name, new Box(edges[0], edges[1], edges[2], edges[3])));
        }
        default -> {}
      }
      text.setLength(0);
    }

    private Thing clipped(Thing thing) {
      Box b = thing.box;
      return new Thing(
          thing.name,
          new Box(
              Math.max(0, b.left),
              Math.max(0, b.top),
              Math.min(width, b.right),
              Math.min(height, b.bottom)));
    }

    private boolean real(Thing thing) {
      return thing.box.width() > 0 && thing.box.height() > 0;
    }

    private int number(String value) {
      try {
        double number = Double.parseDouble(value); // some tools write 12.0
        if (number >= -MOST_PIXELS && number <= MOST_PIXELS) {
          return (int) Math.round(number);
        }
      } catch (NumberFormatException e) {
        throw new InputException(file + " has '" + value + "' for a number of pixels", e);
      }
      throw new InputException(file + " has '" + value + "' for a number of pixels");
    }
  }
}
