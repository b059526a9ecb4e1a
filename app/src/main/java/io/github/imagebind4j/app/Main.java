package io.github.imagebind4j.app;

/// Starts the command line.
final class Main {
  private Main() {}

  public static void main(String[] args) {
    System.out.println("hi");
  }
}
