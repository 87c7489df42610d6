#pragma once

#include "labinfo.h"
#include "result.h"

#include <QString>

namespace qd::lab {

/// Tells other programs of this user that a lab runs: a file with its line of JSON, readable by the user alone, in
/// $XDG_RUNTIME_DIR/quarterdeck/labs (or below $XDG_STATE_HOME). Gone with the object; one that a killed lab left behind is
/// known by its process. A lab that cannot write there runs all the same.
class RunningLab
{
public:
    explicit RunningLab(const LabInfo &info);
    ~RunningLab();
    RunningLab(const RunningLab &) = delete;
    RunningLab &operator=(const RunningLab &) = delete;

private:
    QString m_file;
};

/// The connection string in the line of JSON in `file`. ErrorKind::NotFound or Decode.
Result<QString> connectionStringOf(const QString &file);

/// The file of the lab that was started last and still runs. ErrorKind::NotFound when none does.
Result<QString> newestRunningLab();

} // namespace qd::lab
