// SPDX-License-Identifier: Apache-2.0
/**
 * Decides which domain goes where, and in which order. A {@link org.transhume.planner.Cluster} is
 * what there is, a {@link org.transhume.planner.Goal} what is wanted, constraints of {@code
 * org.transhume.planner.constraint} what must hold; {@link org.transhume.planner.Planner} answers
 * with an {@link org.transhume.planner.Outcome}: an ordered plan or the reasons why there is none.
 * A pure library: it reads no clock, draws no number and keeps nothing between two calls.
 */
@Export
@Version("1.0.0")
package org.transhume.planner;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
