#pragma once

#include "localfiles/localfiles.h"
#include "result.h"

#include <QByteArray>
#include <QString>

/// The lab that `deckctl lab start` left running. Everything about it, the secret of its simulated tenant included, is
/// in one file that only the user can read: $XDG_RUNTIME_DIR/quarterdeck/lab.json (gone after a restart of the machine),
/// or $XDG_STATE_HOME/quarterdeck/lab.json where there is no runtime folder.
namespace qd::labstate {

QString path();
/// What the lab complained about while it started.
QString logPath();
/// Makes an empty file, readable by the user alone, in a folder that is so too. ErrorKind::Invalid when that fails.
Result<void> prepare();
/// The first line of the file: what decklab printed. Empty when there is no file or no whole line yet.
QByteArray line();
/// The lab that was started and whose process still lives, or nothing.
std::optional<LabInfo> running();
void remove();

/// True while a process of this id runs that is not merely waiting to be reaped.
bool isAlive(qint64 processId);
/// Asks the process to end, or makes it.
void endProcess(qint64 processId, bool force);

} // namespace qd::labstate
