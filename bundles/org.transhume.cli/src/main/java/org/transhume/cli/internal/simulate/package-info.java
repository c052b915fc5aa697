// SPDX-License-Identifier: Apache-2.0
/** Days of recorded load, run by the bundles of the distribution in a small container. */
package org.transhume.cli.internal.simulate;
