package io.github.imagebind4j.synth;

import java.util.ArrayList;
import java.util.List;

/// Round forms and forms made by moving an outline: what most things consist of.
final class Forms {
  private static final int SIDES = 14;

  private Forms() {}

  /// A ball, stretched along the axes.
  static void ellipsoid(
      MeshBuilder mesh, double x, double y, double z, double rx, double ry, double rz) {
    mesh.sheet(
        10,
        16,
        true,
        (i, j, out) -> {
          double up = Math.PI * i / 10;
          double round = 2 * Math.PI * j / 16;
          out[0] = x + rx * Math.sin(up) * Math.cos(round);
          out[1] = y + ry * Math.cos(up);
          out[2] = z + rz * Math.sin(up) * Math.sin(round);
        });
  }

  static void ball(MeshBuilder mesh, double x, double y, double z, double radius) {
    ellipsoid(mesh, x, y, z, radius, radius, radius);
  }

  /// A box with rounded edges.
  static void pillow(
      MeshBuilder mesh, double x, double y, double z, double rx, double ry, double rz) {
    double power = 0.35;
    mesh.sheet(
        12,
        20,
        true,
        (i, j, out) -> {
          double up = Math.PI * i / 12;
          double round = 2 * Math.PI * j / 20;
          double ring = soft(Math.sin(up), power);
          out[0] = x + rx * ring * soft(Math.cos(round), power);
          out[1] = y + ry * soft(Math.cos(up), power);
          out[2] = z + rz * ring * soft(Math.sin(round), power);
        });
  }

  private static double soft(double value, double power) {
    return Math.signum(value) * Math.pow(Math.abs(value), power);
  }

  /// A turned form about the y axis: an outline of radius and height, from the bottom to the top.
  /// Edges sharper than 40 degrees stay sharp.
  static void lathe(MeshBuilder mesh, double[][] outline) {
    lathe(mesh, outline, 24);
  }

  static void lathe(MeshBuilder mesh, double[][] outline, int sides) {
    int start = 0;
    for (int end = 1; end < outline.length; end++) {
      if (end == outline.length - 1 || sharp(outline, end)) {
        int from = start;
        mesh.sheet(
            end - start,
            sides,
            true,
            (i, j, out) -> {
              double round = 2 * Math.PI * j / sides;
              out[0] = outline[from + i][0] * Math.cos(round);
              out[1] = outline[from + i][1];
              out[2] = outline[from + i][0] * Math.sin(round);
            });
        start = end;
      }
    }
  }

  private static boolean sharp(double[][] outline, int at) {
    double before =
        Math.atan2(outline[at][1] - outline[at - 1][1], outline[at][0] - outline[at - 1][0]);
    double after =
        Math.atan2(outline[at + 1][1] - outline[at][1], outline[at + 1][0] - outline[at][0]);
    double turn = Math.abs(before - after);
    return Math.min(turn, 2 * Math.PI - turn) > Math.toRadians(40);
  }

  /// A rod with flat ends.
  static void rod(MeshBuilder mesh, double[] from, double[] to, double radius) {
    tube(mesh, List.of(from, to), new double[] {radius, radius}, false);
  }

  /// A cone's piece with flat ends.
  static void rod(MeshBuilder mesh, double[] from, double[] to, double radius, double endRadius) {
    tube(mesh, List.of(from, to), new double[] {radius, endRadius}, false);
  }

  /// A tube along points, with the radius of each point and flat ends. If `smooth`, it bends
  /// through the points instead of breaking at them.
  static void tube(MeshBuilder mesh, List<double[]> points, double[] radii, boolean smooth) {
    List<double[]> path = smooth ? curve(points, radii) : joined(points, radii);
    List<double[][]> frames = frames(path);
    int last = path.size() - 1;
    mesh.sheet(
        last, SIDES, true, (i, j, out) -> ring(path.get(i), frames.get(i), path.get(i)[3], j, out));
    for (int end : new int[] {0, last}) {
      mesh.sheet(
          1,
          SIDES,
          true,
          (i, j, out) -> ring(path.get(end), frames.get(end), i * path.get(end)[3], j, out));
    }
  }

  private static void ring(double[] p, double[][] frame, double radius, int j, double[] out) {
    double round = 2 * Math.PI * j / SIDES;
    double a = radius * Math.cos(round);
    double b = radius * Math.sin(round);
    for (int k = 0; k < 3; k++) {
      out[k] = p[k] + a * frame[0][k] + b * frame[1][k];
    }
  }

  private static List<double[]> joined(List<double[]> points, double[] radii) {
    List<double[]> path = new ArrayList<>();
    for (int i = 0; i < points.size(); i++) {
      double[] p = points.get(i);
      path.add(new double[] {p[0], p[1], p[2], radii[i]});
    }
    return path;
  }

  /// Catmull and Rom's curve, four pieces to a stretch.
  private static List<double[]> curve(List<double[]> points, double[] radii) {
    List<double[]> given = joined(points, radii);
    List<double[]> path = new ArrayList<>();
    int last = given.size() - 1;
    for (int i = 0; i < last; i++) {
      double[][] p = {
        given.get(Math.max(0, i - 1)),
        given.get(i),
        given.get(i + 1),
        given.get(Math.min(last, i + 2))
      };
      for (int step = 0; step < 4; step++) {
        path.add(between(p, step / 4.0));
      }
    }
    path.add(given.get(last));
    return path;
  }

  private static double[] between(double[][] p, double t) {
    double[] out = new double[4];
    for (int k = 0; k < 4; k++) {
      double a = p[0][k];
      double b = p[1][k];
      double c = p[2][k];
      double d = p[3][k];
      out[k] = b + 0.5 * t * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a)));
    }
    out[3] = Math.max(out[3], 1e-4);
    return out;
  }

  /// Two directions across the path at each point, turning as little as they can.
  private static List<double[][]> frames(List<double[]> path) {
    List<double[][]> frames = new ArrayList<>();
    double[] side = null;
    for (int i = 0; i < path.size(); i++) {
      double[] a = path.get(Math.max(0, i - 1));
      double[] b = path.get(Math.min(path.size() - 1, i + 1));
      double[] along = unit(new double[] {b[0] - a[0], b[1] - a[1], b[2] - a[2]});
      if (side == null) {
        side = Math.abs(along[1]) < 0.9 ? new double[] {0, 1, 0} : new double[] {1, 0, 0};
      }
      double dot = side[0] * along[0] + side[1] * along[1] + side[2] * along[2];
      side =
          unit(
              new double[] {
                side[0] - dot * along[0], side[1] - dot * along[1], side[2] - dot * along[2]
              });
      double[] other = {
        along[1] * side[2] - along[2] * side[1],
        along[2] * side[0] - along[0] * side[2],
        along[0] * side[1] - along[1] * side[0]
      };
      frames.add(new double[][] {side, other});
    }
    return frames;
  }

  private static double[] unit(double[] v) {
    double length = Math.max(1e-12, Math.sqrt(v[0] * v[0] + v[1] * v[1] + v[2] * v[2]));
    return new double[] {v[0] / length, v[1] / length, v[2] / length};
  }

  /// A ring about the z axis.
  static void torus(MeshBuilder mesh, double x, double y, double z, double radius, double thick) {
    mesh.sheet(
        28,
        10,
        true,
        (i, j, out) -> {
          double round = 2 * Math.PI * i / 28;
          double across = 2 * Math.PI * j / 10;
          double r = radius + thick * Math.cos(across);
          out[0] = x + r * Math.cos(round);
          out[1] = y + r * Math.sin(round);
          out[2] = z + thick * Math.sin(across);
        });
  }

  /// A disc or a ring across the z axis.
  static void disc(MeshBuilder mesh, double x, double y, double z, double inner, double outer) {
    mesh.sheet(
        1,
        28,
        true,
        (i, j, out) -> {
          double round = 2 * Math.PI * j / 28;
          double r = i == 0 ? inner : outer;
          out[0] = x + r * Math.cos(round);
          out[1] = y + r * Math.sin(round);
          out[2] = z;
        });
  }

  /// A flat outline in x and y, given a thickness along z about z = 0.
  static void plate(MeshBuilder mesh, double[][] outline, double thickness) {
    for (double z : new double[] {-thickness / 2, thickness / 2}) {
      double[][] face = new double[outline.length][];
      for (int i = 0; i < outline.length; i++) {
        face[i] = new double[] {outline[i][0], outline[i][1], z};
      }
      mesh.polygon(face);
    }
    for (int i = 0; i < outline.length; i++) {
      double[] a = outline[i];
      double[] b = outline[(i + 1) % outline.length];
      double h = thickness / 2;
      mesh.quad(a[0], a[1], -h, b[0], b[1], -h, b[0], b[1], h);
    }
  }
}
