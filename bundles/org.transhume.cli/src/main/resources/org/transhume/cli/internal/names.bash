# SPDX-License-Identifier: Apache-2.0
# Completes the names of a cluster where a command expects one; everything else as generated above.
_transhume_with_names() {
    local word=${COMP_WORDS[COMP_CWORD]} command=${COMP_WORDS[1]:-} kind=""
    if [[ $word != -* && ${COMP_WORDS[COMP_CWORD - 1]} != --* ]]; then
        case $command/$COMP_CWORD in
        show/2) kind=all ;;
        migrate/2 | check/2 | stop/2) kind=domains ;;
        start/2) kind=stopped ;;
        migrate/3 | check/3) kind=hosts ;;
        cancel/2) kind=migrations ;;
        mode/2) kind=policies ;;
        rules/*)
            case ${COMP_WORDS[2]:-}/$COMP_CWORD in
            import/3 | check/3)
                mapfile -t COMPREPLY < <(compgen -f -- "$word")
                return
                ;;
            set/3 | remove/3)
                mapfile -t COMPREPLY < <(compgen -W "host domain spread gather ban fence pin reserve overcommit no-incoming max-online n-plus-one" -- "$word")
                return
                ;;
            set/* | remove/*)
                case ${COMP_WORDS[3]:-}/$COMP_CWORD in
                domain/4 | pin/4 | ban/4 | fence/4) kind=domains ;;
                host/4 | reserve/4 | overcommit/4 | no-incoming/4 | ban/* | fence/*) kind=hosts ;;
                esac
                ;;
            esac
            ;;
        application/3)
            mapfile -t COMPREPLY < <(compgen -f -- "$word")
            return
            ;;
        mode/3)
            mapfile -t COMPREPLY < <(compgen -W "observe advise automatic" -- "$word")
            return
            ;;
        list/2)
            mapfile -t COMPREPLY < <(compgen -W "hosts domains stopped migrations probes policies" -- "$word")
            return
            ;;
        esac
    fi
    if [[ $command/${COMP_WORDS[COMP_CWORD - 1]} == @(create|start)/--on ]]; then
        kind=hosts
    fi
    if [[ -n $kind ]]; then
        mapfile -t COMPREPLY < <(compgen -W "$("${COMP_WORDS[0]}" names "$kind" 2>/dev/null)" -- "$word")
    else
        _complete_transhume "$@"
    fi
}
complete -F _transhume_with_names -o default transhume
