# One job array of Slurm on one node: its daemons run in the work directory at ports of their own, and nothing of the
# system's Slurm is used or changed. Jobs are forgotten soon, nothing is accounted for, and its scheduler is told to wait for
# nothing: with its own settings it takes more than twice the time.
# shellcheck shell=sh disable=SC2034,SC2154
title='Slurm job array'
share=200
munged=
slurmctld=
slurmd=

missing() {
  PATH=$PATH:/usr/sbin:/sbin
  need munged slurmctld slurmd sbatch squeue
}

version() {
  slurmctld -V | sed 's/^slurm-wlm //; s/^slurm //'
}

prepare() {
  PATH=$PATH:/usr/sbin:/sbin
  export SLURM_CONF="$work/slurm/slurm.conf"
  mkdir -m 755 "$work/slurm" "$work/slurm/state" "$work/slurm/spool"
  start_munge
  write_configuration
  slurmctld -D -c > "$work/slurm/slurmctld.log" 2>&1 &
  slurmctld=$!
  slurmd -D > "$work/slurm/slurmd.log" 2>&1 &
  slurmd=$!
  await 'the node does not come' "$work/slurm/slurmd.log" is_idle
  submit 4
}

# The clock runs from sbatch to the first look at the queue that finds it empty.
run() {
  begun=$(date +%s%N)
  submit "$tasks"
  seconds=$(echo "$begun $(date +%s%N)" | awk '{ printf "%.6f\n", ($2 - $1) / 1e9 }')
}

finish() {
  end_process "$slurmd"
  end_process "$slurmctld"
  end_process "$munged"
}

is_idle() {
  sinfo --noheader --states idle --format %T | grep -q idle
}

# submit COUNT: a job array, whose tasks run the script of a task with their numbers
submit() {
  sbatch --parsable --array="0-$(($1 - 1))" --output /dev/null --chdir "$work" --wrap "exec $task \$SLURM_ARRAY_TASK_ID" \
    > "$work/slurm/job" 2> "$work/slurm/sbatch.log" || fails 'sbatch failed' "$work/slurm/sbatch.log"
  job=$(cat "$work/slurm/job")
  while [ -n "$(squeue --noheader --jobs "$job" --states all --format %i 2> /dev/null | head -n 1)" ] && ! is_done; do
    sleep 0.1
  done
}

is_done() {
  [ -z "$(squeue --noheader --jobs "$job" --format %i 2> /dev/null | head -n 1)" ]
}

start_munge() {
  mkdir -m 700 "$work/munge"
  head -c 128 /dev/urandom > "$work/munge/key"
  chmod 600 "$work/munge/key"
  munged --foreground --force --key-file="$work/munge/key" --socket="$work/munge/socket" --pid-file="$work/munge/pid" \
    --log-file="$work/munge/log" --seed-file="$work/munge/seed" > "$work/munge/out" 2>&1 &
  munged=$!
  await 'munged does not come' "$work/munge/out" test -S "$work/munge/socket"
}

write_configuration() {
  host=$(hostname -s)
  user=$(id -un)
  cat > "$SLURM_CONF" <<CONF
ClusterName=bench
SlurmctldHost=$host(127.0.0.1)
SlurmUser=$user
SlurmdUser=$user
SlurmctldPort=$(free_port)
SlurmdPort=$(free_port)
AuthType=auth/munge
AuthInfo=socket=$work/munge/socket
StateSaveLocation=$work/slurm/state
SlurmdSpoolDir=$work/slurm/spool
SlurmctldPidFile=$work/slurm/slurmctld.pid
SlurmdPidFile=$work/slurm/slurmd.pid
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SwitchType=switch/none
MpiDefault=none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
ReturnToService=2
MaxArraySize=1000001
MaxJobCount=1000000
MinJobAge=2
SchedulerParameters=batch_sched_delay=0,sched_min_interval=0
SlurmdParameters=config_overrides
NodeName=bench NodeHostname=$host NodeAddr=127.0.0.1 CPUs=$slots State=UNKNOWN
PartitionName=bench Nodes=bench Default=YES MaxTime=INFINITE State=UP
CONF
}

# A port that nobody listens at now.
free_port() {
  python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}
