#pragma once

#include "output/unfinishedrollback.h"
#include "release/rollbackstatus.h"
#include "release/slotboard.h"

#include <QByteArray>
#include <QString>
#include <QStringList>

/// JSON of `deckctl rollback`: a contract, with the rules of jsonwriter.h.
namespace qd::json {

QByteArray slotBoard(const QString &app, const SlotBoard &board, const QStringList &gaps);
QByteArray rollbackPlan(const RollbackPlan &plan);
QByteArray rollbackStatus(const RollbackStatus &status);
/// {"unfinished": null} when there is none.
QByteArray unfinishedRollback(const std::optional<UnfinishedRollback> &found);

} // namespace qd::json
