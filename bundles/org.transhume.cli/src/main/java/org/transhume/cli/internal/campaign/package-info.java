// SPDX-License-Identifier: Apache-2.0
/** The campaign of tests T1 to T12, and the simulated cluster that it runs on. */
package org.transhume.cli.internal.campaign;
