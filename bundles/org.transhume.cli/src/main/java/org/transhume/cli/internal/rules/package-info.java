// SPDX-License-Identifier: Apache-2.0
/** {@code transhume rules}: what operators demand of where domains are. */
package org.transhume.cli.internal.rules;
