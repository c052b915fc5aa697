// SPDX-License-Identifier: Apache-2.0
/** Checks of a Xen host before Transhume is installed on it. */
package org.transhume.cli.internal.doctor;
