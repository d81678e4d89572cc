#pragma once
// h5_handle.h — owning handles over the HDF5 C API: what is opened is closed, once.
//
// HDF5 answers with negative codes, which fits code that must not throw. A handle that could
// not be opened is a handle that is not valid(); nothing is printed (see open_h5_file).

#include <hdf5.h>

#include <utility>

namespace cnx {

/// Owns one HDF5 identifier; moves, never copies.
template <herr_t (*Close)(hid_t)>
class H5Handle {
 public:
  H5Handle() = default;
  explicit H5Handle(hid_t id) : id_(id) {}
  H5Handle(H5Handle&& other) noexcept : id_(std::exchange(other.id_, H5I_INVALID_HID)) {}
  H5Handle& operator=(H5Handle&& other) noexcept {
    std::swap(id_, other.id_);
    return *this;
  }
  ~H5Handle() {
    if (id_ >= 0) Close(id_);
  }

  bool valid() const { return id_ >= 0; }
  hid_t get() const { return id_; }

 private:
  hid_t id_ = H5I_INVALID_HID;
};

using H5File = H5Handle<H5Fclose>;
using H5Object = H5Handle<H5Oclose>;  // a group or a dataset, not known which
using H5Group = H5Handle<H5Gclose>;
using H5Dataset = H5Handle<H5Dclose>;
using H5Attribute = H5Handle<H5Aclose>;
using H5Space = H5Handle<H5Sclose>;
using H5Type = H5Handle<H5Tclose>;
using H5PropertyList = H5Handle<H5Pclose>;

}  // namespace cnx
