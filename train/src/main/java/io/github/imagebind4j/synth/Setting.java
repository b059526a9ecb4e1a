package io.github.imagebind4j.synth;

/// Where a scene is: what stands around, how warm it is, what can be heard from afar.
public enum Setting {
  /// A kitchen: tiles, cupboards, a worktop.
  KITCHEN("in a kitchen", true, 22),
  /// A living room: floor boards, wallpaper, a window.
  ROOM("in a room", true, 21),
  /// A street between houses.
  STREET("on a street", false, 18),
  /// Among trees.
  FOREST("in a forest", false, 14),
  /// A meadow with hills behind.
  FIELD("in a field", false, 19),
  /// A beach and the sea.
  SHORE("by the sea", false, 20),
  /// Snow, firs and mountains.
  SNOW("in the snow", false, -6),
  /// Sand, rocks and mesas.
  DESERT("in the desert", false, 33);

  private final String phrase;
  private final boolean indoors;
  private final double celsius;

  Setting(String phrase, boolean indoors, double celsius) {
    this.phrase = phrase;
    this.indoors = indoors;
    this.celsius = celsius;
  }

  /// The words of a caption.
  String phrase() {
    return phrase;
  }

  /// Whether there are walls and a ceiling.
  ///
  /// @return true for a kitchen or a room
  public boolean indoors() {
    return indoors;
  }

  /// The air's temperature at noon.
  double celsius() {
    return celsius;
  }
}
