#pragma once

#include "labinfo.h"
#include "laboptions.h"
#include "result.h"

#include <memory>

namespace qd::lab {

class TelemetrySink;

/// A running lab: the telemetry store, the fleet that fills it and the HTTP server in front. Everything runs on its own
/// threads; the object itself belongs to one thread. Used in-process by tests and by decklab.
class Lab
{
public:
    /// Opens the store, makes the history and starts serving; blocks until the lab is ready. Fails with
    /// ErrorKind::Conflict when the port is taken, NotFound or Decode for a bad scenario, Internal for the database.
    static Result<std::unique_ptr<Lab>> start(const LabOptions &options);
    ~Lab();
    Lab(const Lab &) = delete;
    Lab &operator=(const Lab &) = delete;

    [[nodiscard]] const LabInfo &info() const;
    /// Where telemetry goes; what is accepted is visible to the next query.
    [[nodiscard]] TelemetrySink &telemetry();
    /// Ends the fleet, then the server; running queries are interrupted. Idempotent.
    void stop();

private:
    class Private;
    explicit Lab(std::unique_ptr<Private> p);
    std::unique_ptr<Private> d;
};

} // namespace qd::lab
