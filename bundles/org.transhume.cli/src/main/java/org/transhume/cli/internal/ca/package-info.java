// SPDX-License-Identifier: Apache-2.0
/** The cluster's own certificate authority. */
package org.transhume.cli.internal.ca;
