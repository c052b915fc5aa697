// SPDX-License-Identifier: Apache-2.0
/** {@code transhume power}: which hosts are on. */
package org.transhume.cli.internal.power;
