package io.github.imagebind4j.app;

/// Stands in for the application in the launcher's tests: prints its arguments, one a line.
final class EchoMain {
  private EchoMain() {}

  public static void main(String[] args) {
    System.out.println("started on Java " + Runtime.version().feature());
    for (String arg : args) {
      System.out.println("<" + arg + ">");
    }
    System.out.println("option " + System.getProperty("of.user"));
  }
}
