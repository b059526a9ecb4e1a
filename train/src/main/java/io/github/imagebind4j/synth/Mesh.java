package io.github.imagebind4j.synth;

import java.util.List;

/// Triangles with smooth normals. Each vertex remembers where it was before its part was moved, so
/// that patterns stick to parts.
///
/// @param positions x, y, z of each vertex in metres
/// @param normals x, y, z of each vertex's unit normal, which may point to either side
/// @param patterns x, y, z of each vertex in its part's own space, in metres
/// @param corners three vertices of each triangle
/// @param surfaceOf the surface of each triangle
/// @param surfaces what the triangles look like
record Mesh(
    float[] positions,
    float[] normals,
    float[] patterns,
    int[] corners,
    short[] surfaceOf,
    List<Surface> surfaces) {

  int triangles() {
    return surfaceOf.length;
  }

  int vertices() {
    return positions.length / 3;
  }
}
