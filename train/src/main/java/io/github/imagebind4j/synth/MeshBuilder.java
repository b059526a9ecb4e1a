package io.github.imagebind4j.synth;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/// Collects parts into a mesh. A part takes the surface that was set last, and is placed by the
/// transformations that are in force. The simple forms are here; [Forms] has the others.
final class MeshBuilder {
  private float[] positions = new float[3 << 11];
  private float[] normals = new float[3 << 11];
  private float[] patterns = new float[3 << 11];
  private int[] corners = new int[3 << 12];
  private short[] surfaceOf = new short[1 << 12];
  private int vertices;
  private int triangles;
  private final List<Surface> surfaces = new ArrayList<>();
  private short surface;
  private Affine place = Affine.IDENTITY;
  private final Deque<Affine> places = new ArrayDeque<>();

  /// A point of a surface for two parameters.
  @FunctionalInterface
  interface Sheet {
    /// Writes x, y, z of the point in row `i`, column `j`.
    void at(int i, int j, double[] out);
  }

  /// Sets the surface of the parts that follow.
  MeshBuilder surface(Surface next) {
    int known = surfaces.indexOf(next);
    if (known < 0) {
      known = surfaces.size();
      surfaces.add(next);
    }
    surface = (short) known;
    return this;
  }

  /// Places the parts that follow, until [#pop], inside of what is in force.
  MeshBuilder push(Affine inner) {
    places.push(place);
    place = place.after(inner);
    return this;
  }

  MeshBuilder pop() {
    place = places.pop();
    return this;
  }

  /// A sheet of `rows + 1` by `columns + 1` points; if it is closed, the last column is the first.
  void sheet(int rows, int columns, boolean closed, Sheet sheet) {
    int width = closed ? columns : columns + 1;
    int first = vertices;
    double[] p = new double[3];
    for (int i = 0; i <= rows; i++) {
      for (int j = 0; j < width; j++) {
        sheet.at(i, j, p);
        vertex(p[0], p[1], p[2]);
      }
    }
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        int a = first + i * width + j;
        int b = first + i * width + (j + 1) % width;
        triangle(a, b, a + width);
        triangle(b, b + width, a + width);
      }
    }
    normals(first);
  }

  /// A flat polygon without holes, its corners in order.
  void polygon(double[][] points) {
    int first = vertices;
    for (double[] p : points) {
      vertex(p[0], p[1], p[2]);
    }
    for (int[] ear : Ears.of(points)) {
      triangle(first + ear[0], first + ear[1], first + ear[2]);
    }
    normals(first);
  }

  /// A box by its middle and its sides' lengths.
  void box(double x, double y, double z, double width, double height, double depth) {
    double a = width / 2;
    double b = height / 2;
    double c = depth / 2;
    for (int side = -1; side <= 1; side += 2) {
      double s = side;
      quad(x - a, y - b, z + s * c, x + a, y - b, z + s * c, x + a, y + b, z + s * c);
      quad(x + s * a, y - b, z - c, x + s * a, y - b, z + c, x + s * a, y + b, z + c);
      quad(x - a, y + s * b, z - c, x + a, y + s * b, z - c, x + a, y + s * b, z + c);
    }
  }

  /// A parallelogram by three corners in order.
  void quad(
      double ax,
      double ay,
      double az,
      double bx,
      double by,
      double bz,
      double cx,
      double cy,
      double cz) {
    int first = vertices;
    vertex(ax, ay, az);
    vertex(bx, by, bz);
    vertex(cx, cy, cz);
    vertex(ax + cx - bx, ay + cy - by, az + cz - bz);
    triangle(first, first + 1, first + 2);
    triangle(first, first + 2, first + 3);
    normals(first);
  }

  private void vertex(double x, double y, double z) {
    int at = 3 * vertices;
    if (at == positions.length) {
      positions = Arrays.copyOf(positions, 2 * at);
      normals = Arrays.copyOf(normals, 2 * at);
      patterns = Arrays.copyOf(patterns, 2 * at);
    }
    positions[at] = (float) place.x(x, y, z);
    positions[at + 1] = (float) place.y(x, y, z);
    positions[at + 2] = (float) place.z(x, y, z);
    patterns[at] = (float) x;
    patterns[at + 1] = (float) y;
    patterns[at + 2] = (float) z;
    vertices++;
  }

  private void triangle(int a, int b, int c) {
    if (triangles == surfaceOf.length) {
      surfaceOf = Arrays.copyOf(surfaceOf, 2 * triangles);
      corners = Arrays.copyOf(corners, 6 * triangles);
    }
    corners[3 * triangles] = a;
    corners[3 * triangles + 1] = b;
    corners[3 * triangles + 2] = c;
    surfaceOf[triangles] = surface;
    triangles++;
  }

  /// The normals of all vertices from `first` on: the sum of their triangles', larger ones more.
  private void normals(int first) {
    for (int t = triangles - 1; t >= 0 && corners[3 * t] >= first; t--) {
      addNormal(3 * corners[3 * t], 3 * corners[3 * t + 1], 3 * corners[3 * t + 2]);
    }
    for (int v = first; v < vertices; v++) {
      double x = normals[3 * v];
      double y = normals[3 * v + 1];
      double z = normals[3 * v + 2];
      double length = Math.sqrt(x * x + y * y + z * z);
      boolean none = length < 1e-20;
      normals[3 * v] = none ? 0 : (float) (x / length);
      normals[3 * v + 1] = none ? 1 : (float) (y / length);
      normals[3 * v + 2] = none ? 0 : (float) (z / length);
    }
  }

  private void addNormal(int a, int b, int c) {
    double ux = positions[b] - positions[a];
    double uy = positions[b + 1] - positions[a + 1];
    double uz = positions[b + 2] - positions[a + 2];
    double vx = positions[c] - positions[a];
    double vy = positions[c + 1] - positions[a + 1];
    double vz = positions[c + 2] - positions[a + 2];
    float x = (float) (uy * vz - uz * vy);
    float y = (float) (uz * vx - ux * vz);
    float z = (float) (ux * vy - uy * vx);
    for (int corner : new int[] {a, b, c}) {
      normals[corner] += x;
      normals[corner + 1] += y;
      normals[corner + 2] += z;
    }
  }

  Mesh build() {
    return new Mesh(
        Arrays.copyOf(positions, 3 * vertices),
        Arrays.copyOf(normals, 3 * vertices),
        Arrays.copyOf(patterns, 3 * vertices),
        Arrays.copyOf(corners, 3 * triangles),
        Arrays.copyOf(surfaceOf, triangles),
        List.copyOf(surfaces));
  }
}
