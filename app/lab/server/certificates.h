#pragma once

#include "server/tlsidentity.h"

#include <optional>
#include <string>
#include <string_view>

namespace qd::lab {

/// A self-signed authority that may only vouch for loopback addresses, good for ten years. Null members when OpenSSL fails.
TlsIdentity makeAuthority();

/// A server certificate for the loopback addresses, signed by `authority`, good for a year.
TlsIdentity makeServerIdentity(const TlsIdentity &authority);

/// Key and certificate as PEM, in this order; and back, nothing when the text does not hold both.
std::string pemOf(const TlsIdentity &identity);
std::string certificatePemOf(const TlsIdentity &identity);
std::optional<TlsIdentity> identityOfPem(std::string_view pem);

/// True when the certificate ends within `days`.
bool endsWithin(const TlsIdentity &identity, int days);

} // namespace qd::lab
