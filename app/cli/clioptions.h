#pragma once

#include "clock.h"
#include "slo/metricdictionary.h"

#include <QString>
#include <QStringList>

namespace qd {

enum class CliVerb { SloStatus, SloExplain, QueryRun, LabStart, LabStop, LabStatus };
enum class OutputFormat { Table, Json, Csv };

/// The command line, as typed. Never holds a secret.
struct CliOptions {
    CliVerb verb = CliVerb::SloStatus;
    OutputFormat format = OutputFormat::Table;

    QString lab;             ///< scenario of a private lab
    QString connect;         ///< file with a LabInfo, or "-"
    QString endpoint;
    QString authority;
    QString tenant;
    QString clientId;
    QString appId;
    QString workspaceId;
    TelemetrySchema schema = TelemetrySchema::Classic;

    QString sloFile;
    QString dictionaryFile;
    QString range;           ///< empty: the last hour, or for `query run` whatever the query says
    Milliseconds timeout{60000};

    QString sloId;           ///< slo explain
    QString query;           ///< query run: "-", a file, or the text
    QString scenario = QStringLiteral("calm"); ///< lab start
    quint16 port = 0;
    quint64 seed = 1;
    QStringList labArguments;
};

} // namespace qd
