package io.github.imagebind4j.preprocess;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;

/// An exact fraction in lowest terms, the denominator above 0; Python's `Fraction` in small.
///
/// Immutable and safe for use by any thread.
///
/// @param numerator above the line
/// @param denominator below the line
record Rational(BigInteger numerator, BigInteger denominator) {
  /// Far more digits than a double has, so that rounding twice changes nothing.
  private static final MathContext DIGITS = new MathContext(60);

  Rational {
    BigInteger divisor = numerator.gcd(denominator);
    if (denominator.signum() < 0) {
      divisor = divisor.negate();
    }
    numerator = numerator.divide(divisor);
    denominator = denominator.divide(divisor);
  }

  /// The exact value of a finite double.
  static Rational of(double value) {
    BigDecimal exact = new BigDecimal(value);
    return exact.scale() > 0
        ? new Rational(exact.unscaledValue(), BigInteger.TEN.pow(exact.scale()))
        : new Rational(exact.toBigIntegerExact(), BigInteger.ONE);
  }

  Rational plus(Rational other) {
    return new Rational(
        numerator.multiply(other.denominator).add(other.numerator.multiply(denominator)),
        denominator.multiply(other.denominator));
  }

  Rational times(BigInteger factor) {
    return new Rational(numerator.multiply(factor), denominator);
  }

  Rational dividedBy(BigInteger divisor) {
    return new Rational(numerator, denominator.multiply(divisor));
  }

  /// The largest integer not above a fraction that is not negative.
  long floor() {
    return numerator.divide(denominator).longValueExact();
  }

  double toDouble() {
    return new BigDecimal(numerator).divide(new BigDecimal(denominator), DIGITS).doubleValue();
  }

  @Override
  public String toString() {
    return numerator + "/" + denominator;
  }
}
