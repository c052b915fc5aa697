// SPDX-License-Identifier: Apache-2.0
/** A container of the distribution that one command starts for itself, and ends. */
package org.transhume.cli.internal.session;
