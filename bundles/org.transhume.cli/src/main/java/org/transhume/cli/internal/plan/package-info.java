// SPDX-License-Identifier: Apache-2.0
/** Planning with no cluster at hand: a file tells what there is, another takes the plan. */
package org.transhume.cli.internal.plan;
