#pragma once

#include "allowserver.h"
#include "arm/apimconnector.h"
#include "localstate/objecthistory.h"
#include "policy/linediff.h"
#include "policy/policyfinding.h"

#include <QByteArray>

/// JSON of `deckctl policy` and `deckctl allow`; see output/jsonwriter.h for the contract.
namespace qd::json {

QByteArray policy(const QString &scope, const QString &object, const PolicyText &text);
QByteArray policyFindings(const QList<PolicyFinding> &findings);
QByteArray policyDiff(const QString &scope, const QString &etag, const QList<DiffLine> &lines);
QByteArray policyWritten(const QString &scope, const PolicyText &now, bool isWritten, bool isVerified);
QByteArray policyConflict(const QString &scope, const PolicyText &theirs, const QString &mine, const QList<DiffLine> &lines);
QByteArray policyHistory(const QString &scope, const QList<ObjectVersion> &versions);

QByteArray allowServer(const AllowServer &server);
QByteArray allowPlan(const AllowServer &server, const QList<DiffLine> &lines);
QByteArray allowApplied(const AllowServer &server, bool isDone);
QByteArray allowProof(const AllowServer &server);

} // namespace qd::json
