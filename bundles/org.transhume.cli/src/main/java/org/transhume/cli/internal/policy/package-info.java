// SPDX-License-Identifier: Apache-2.0
/** How versions of policies come to serve. */
package org.transhume.cli.internal.policy;
