// SPDX-License-Identifier: Apache-2.0
/** Results as a page. */
package org.transhume.simulation.internal.report;
