// SPDX-License-Identifier: Apache-2.0
/** What a descriptor says, and how it is read. */
package org.transhume.application.internal.descriptor;
