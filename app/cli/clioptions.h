#pragma once

#include "connectionoptions.h"

#include <QString>
#include <QStringList>

namespace qd {

enum class CliVerb { SloStatus, SloExplain, QueryRun, LabStart, LabStop, LabStatus, Login, Logout, Group };
enum class OutputFormat { Table, Json, Csv, NdJson };

/// The command line, as typed. Never holds a secret.
struct CliOptions : ConnectionOptions {
    CliVerb verb = CliVerb::SloStatus;
    OutputFormat format = OutputFormat::Table;

    QString lab;             ///< scenario of a private lab
    QString sloId;           ///< slo explain
    QString query;           ///< query run: "@name", "-", a file, or the text
    QStringList parameters;  ///< query run: "name=value"
    int watchSeconds = 0;    ///< query run; 0: once
    QString scenario = QStringLiteral("calm"); ///< lab start
    quint16 port = 0;
    quint64 seed = 1;
    QStringList labArguments;
    qsizetype wordsAfterMark = 0; ///< how many stand after "--"
};

} // namespace qd
