# SPDX-License-Identifier: Apache-2.0
# Completes the names of a cluster where a command expects one; everything else as generated above.
_transhume_with_names() {
    local word=${COMP_WORDS[COMP_CWORD]} command=${COMP_WORDS[1]:-} kind=""
    if [[ $word != -* && ${COMP_WORDS[COMP_CWORD - 1]} != --* ]]; then
        case $command/$COMP_CWORD in
        show/2) kind=all ;;
        migrate/2 | check/2) kind=domains ;;
        migrate/3 | check/3) kind=hosts ;;
        cancel/2) kind=migrations ;;
        mode/2) kind=policies ;;
        mode/3)
            mapfile -t COMPREPLY < <(compgen -W "observe advise automatic" -- "$word")
            return
            ;;
        list/2)
            mapfile -t COMPREPLY < <(compgen -W "hosts domains migrations probes policies" -- "$word")
            return
            ;;
        esac
    fi
    if [[ -n $kind ]]; then
        mapfile -t COMPREPLY < <(compgen -W "$("${COMP_WORDS[0]}" names "$kind" 2>/dev/null)" -- "$word")
    else
        _complete_transhume "$@"
    fi
}
complete -F _transhume_with_names -o default transhume
