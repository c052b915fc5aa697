// SPDX-License-Identifier: Apache-2.0
package org.transhume.simulation.internal.baseline;

import java.util.Arrays;
import org.transhume.simulation.internal.plant.SketchedHost;

/**
 * A host is overloaded when the line through its last loads, recent ones counting differently from
 * old ones, says that it will be when a move begun now has ended. A static threshold serves while
 * too little is known.
 *
 * <p>In the paper recent samples weigh more than old ones, by the tricube of their age. The program
 * that its successors compare with weighs all alike: it leaves the weights out unless many of them
 * are zero, which they never are.
 */
final class LocalRegression implements Overload {

  /** How many loads the line is drawn through. */
  static final int SAMPLES = 10;

  private final double safety;
  private final Overload otherwise;
  private final double[] weights;

  /**
   * The test.
   *
   * @param safety by what a predicted load is multiplied before it is compared with 1
   * @param otherwise what decides while fewer loads are known
   * @param weights of as many samples as the line is drawn through, the oldest one's first
   */
  LocalRegression(double safety, Overload otherwise, double[] weights) {
    this.safety = safety;
    this.otherwise = otherwise;
    this.weights = weights.clone();
  }

  @Override
  public boolean isOverloaded(SketchedHost host) {
    if (host.remembered() < SAMPLES) {
      return otherwise.isOverloaded(host);
    }
    double[] loads = new double[SAMPLES];
    for (int age = 0; age < SAMPLES; age++) {
      loads[SAMPLES - 1 - age] = host.loadBefore(age);
    }
    return safety * predicted(loads, weights, roundsOfLongestMove(host)) >= 1;
  }

  /** Every move ends within a round, so one that begins now ends one round ahead. */
  private static int roundsOfLongestMove(SketchedHost host) {
    return host.machines().isEmpty() ? 0 : 1;
  }

  /** The load on the line through these, the newest one last, so many rounds after the newest. */
  static double predicted(double[] loads, double[] weights, int ahead) {
    double weight = 0;
    double meanX = 0;
    double meanY = 0;
    for (int i = 0; i < loads.length; i++) {
      weight += weights[i];
      meanX += weights[i] * (i + 1);
      meanY += weights[i] * loads[i];
    }
    meanX /= weight;
    meanY /= weight;
    double covariance = 0;
    double variance = 0;
    for (int i = 0; i < loads.length; i++) {
      double x = i + 1 - meanX;
      covariance += weights[i] * x * (loads[i] - meanY);
      variance += weights[i] * x * x;
    }
    return meanY + covariance / variance * (loads.length + ahead - meanX);
  }

  /** All samples alike. */
  static double[] evenWeights() {
    double[] weights = new double[SAMPLES];
    Arrays.fill(weights, 1);
    return weights;
  }

  /** The tricube of each sample's age, the newest being 0 and one older than all of them 1. */
  static double[] tricubeWeights() {
    double[] weights = new double[SAMPLES];
    for (int i = 0; i < SAMPLES; i++) {
      double age = (SAMPLES - 1.0 - i) / SAMPLES;
      weights[i] = Math.pow(1 - Math.pow(age, 3), 3);
    }
    return weights;
  }
}
