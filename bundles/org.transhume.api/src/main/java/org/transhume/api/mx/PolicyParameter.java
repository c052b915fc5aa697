// SPDX-License-Identifier: Apache-2.0
package org.transhume.api.mx;

/**
 * A declared parameter of a policy.
 *
 * @param name its name
 * @param description one sentence for an operator
 * @param value its present value
 * @param minimum the least value
 * @param maximum the greatest value
 */
public record PolicyParameter(
    String name, String description, double value, double minimum, double maximum) {}
