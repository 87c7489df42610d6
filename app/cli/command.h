#pragma once

#include "exitcode.h"

#include <QObject>

namespace qd {

/// One verb of deckctl. Started once; says finished() once, never before start() has returned. GUI thread.
class Command : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Command)

public:
    using QObject::QObject;
    virtual void start() = 0;

signals:
    void finished(qd::ExitCode code);
};

} // namespace qd
