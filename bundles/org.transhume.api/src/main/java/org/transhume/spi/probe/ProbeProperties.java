// SPDX-License-Identifier: Apache-2.0
package org.transhume.spi.probe;

import org.osgi.service.component.annotations.ComponentPropertyType;

/**
 * Service properties of a {@link Probe}; operators change the numbers live on the probe's MBean.
 *
 * @see org.osgi.service.component.annotations.ComponentPropertyType
 */
@ComponentPropertyType
public @interface ProbeProperties {

  /** Prefix of every property. */
  String PREFIX_ = "probe.";

  /** Name in object names and thresholds: lower-case letters, digits and hyphens. */
  String name();

  /** Unit of the values, for people: {@code share}, {@code bytes}, {@code processors}. */
  String unit();

  /** Time between two measurements, in milliseconds, at least 100. */
  long period_millis() default 2000;

  /** What the thresholds watch: {@code HOST}, {@code CONTROL_DOMAIN} or {@code DOMAIN}. */
  Subject.Kind watches() default Subject.Kind.HOST;

  /** Above this value a subject becomes HIGH, once it has stayed there for the hold time. */
  double high_threshold();

  /** Below this value a subject becomes NORMAL again. */
  double low_threshold();

  /** How long a value must stay above the high threshold, in milliseconds. */
  long hold_millis() default 10_000;
}
