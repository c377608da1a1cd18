#include "signals.h"

#include <signal.h>
#include <stddef.h>

const int relayed_signals[RELAYED_SIGNALS] = {SIGINT, SIGTERM, SIGHUP, SIGALRM, SIGUSR1, SIGUSR2};

void signals_hold (bool hold)
{
    sigset_t signals;
    sigemptyset (&signals);
    for (int i = 0; i < RELAYED_SIGNALS; i++)
        sigaddset (&signals, relayed_signals[i]);
    sigprocmask (hold ? SIG_BLOCK : SIG_UNBLOCK, &signals, NULL);
}
