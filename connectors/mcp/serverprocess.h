#pragma once

#include <QProcess>

namespace qd {

/// A QProcess that can be let go without the wait of its destructor, after it was killed.
class ServerProcess final : public QProcess
{
public:
    using QProcess::QProcess;
    void letGo() { setProcessState(QProcess::NotRunning); }
};

} // namespace qd
