# SPDX-License-Identifier: Apache-2.0
"""Lets a suspended domain go on, through the bindings that Xen's own tools install.

Arguments: the folder of the bindings, or - for where Python looks anyway; the domid, or - to see
only whether the bindings are there.
"""
import sys

if sys.argv[1] != "-":
    sys.path.insert(0, sys.argv[1])
from xen.lowlevel import xc, xs

if sys.argv[2] != "-":
    domid = int(sys.argv[2])
    xc.xc().domain_resume(domid, 1)
    xs.xs().resume_domain(domid)
